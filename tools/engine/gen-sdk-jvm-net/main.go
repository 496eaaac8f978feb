// Generates an SDK of a package from its schema: `gen-sdk-jvm-net <schema.json> <java|dotnet> <folder>`. A program of its own:
// the generators of these two are of other versions of Pulumi's module than those of the others.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var errNone = errors.New("the schema refers to no other package")

// A loader of nothing; without one the binder panics.
type nothing struct{}

func (nothing) LoadPackage(string, *semver.Version) (*schema.Package, error) { return nil, errNone }

func (nothing) LoadPackageV2(context.Context, *schema.PackageDescriptor) (*schema.Package, error) {
	return nil, errNone
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: gen-sdk-jvm-net <schema.json> <java|dotnet> <folder>")
		os.Exit(2)
	}
	if err := generate(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(schemaFile, language, folder string) error {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return err
	}
	if language == "dotnet" && spec.LogoURL == "" {
		// The generator downloads a logo and has no way to leave it out.
		url, err := emptyLogo()
		if err != nil {
			return err
		}
		spec.LogoURL = url
	}
	pkg, problems, err := schema.BindSpec(spec, nothing{}, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}
	files, err := filesOf(pkg, language)
	if err != nil {
		return err
	}
	for name, content := range files {
		place := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(place, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func emptyLogo() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	}()
	return "http://" + listener.Addr().String() + "/logo.png", nil
}

func filesOf(pkg *schema.Package, language string) (map[string][]byte, error) {
	switch language {
	case "java":
		// As `pulumi package add` has it: sources for the project's own build, without one of their own.
		return java.GeneratePackage("gen-sdk", pkg, nil, nil, true, false)
	case "dotnet":
		return dotnet.GeneratePackage("gen-sdk", pkg, nil, nil)
	}
	return nil, fmt.Errorf("no SDK for %s", language)
}
