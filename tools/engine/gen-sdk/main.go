// Generates an SDK of a package from its schema: `gen-sdk <schema.json> <nodejs|python|go> <folder>`.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	gocodegen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var errNone = errors.New("the schema refers to no other package")

// A loader of nothing; without one the binder panics.
type nothing struct{}

func (nothing) LoadPackage(string, *semver.Version) (*schema.Package, error) { return nil, errNone }

func (nothing) LoadPackageV2(context.Context, *schema.PackageDescriptor) (*schema.Package, error) {
	return nil, errNone
}

func (nothing) LoadPackageReference(string, *semver.Version) (schema.PackageReference, error) {
	return nil, errNone
}

func (nothing) LoadPackageReferenceV2(context.Context, *schema.PackageDescriptor) (schema.PackageReference, error) {
	return nil, errNone
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: gen-sdk <schema.json> <nodejs|python|go> <folder>")
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

func filesOf(pkg *schema.Package, language string) (map[string][]byte, error) {
	switch language {
	case "nodejs":
		return nodejs.GeneratePackage("gen-sdk", pkg, nil, nil, false, nothing{})
	case "python":
		return python.GeneratePackage("gen-sdk", pkg, nil, nothing{})
	case "go":
		return gocodegen.GeneratePackage("gen-sdk", pkg, nil)
	}
	return nil, fmt.Errorf("no SDK for %s", language)
}
