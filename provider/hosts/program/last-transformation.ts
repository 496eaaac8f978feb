// A transformation that runs behind all others, those of the parents and of the stack among them.
import type { ResourceTransformation } from "@pulumi/pulumi";

const lastOnes = new WeakSet<ResourceTransformation>();

/** Marks a transformation as the last one. */
export function last(transformation: ResourceTransformation): ResourceTransformation {
  lastOnes.add(transformation);
  return transformation;
}

const isLast = (transformation: ResourceTransformation): boolean => lastOnes.has(transformation);

/**
 * Lets the resources of a class run their {@link last} transformation last. Pulumi runs a resource's own ones first, and has
 * no other place for one: its constructor notes the list of all in this property, and reads it there when it runs them.
 */
export function runsLast(prototype: object): void {
  const key = "__transformations";
  Object.defineProperty(prototype, key, {
    configurable: true,
    set(this: object, all: readonly ResourceTransformation[]) {
      const value = [...all.filter((one) => !isLast(one)), ...all.filter(isLast)];
      Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
