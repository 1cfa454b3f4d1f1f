import type { Container, DatabaseSchema } from "./database-schema.ts";
import { layersOf } from "./layered-map.ts";

type Layer = ReadonlyMap<string, Container | undefined>;

/**
 * Makes a function that quickly says of most schemas that they have no object of a rare sort. False is certain; true says that there was
 * one before some changes. What it finds out is remembered, and shared with the schemas that are made by some changes.
 * @param isSuch whether a container has one
 */
export function createMayHave(isSuch: (container: Container) => boolean): (schema: DatabaseSchema) => boolean {
  const knownLayers = new WeakMap<Layer, boolean>();
  const knownContainers = new WeakMap<Container, boolean>();
  const inContainer = (container: Container): boolean => {
    const found = knownContainers.get(container) ?? isSuch(container);
    knownContainers.set(container, found);
    return found;
  };
  const inLayer = (layer: Layer): boolean => {
    const known = knownLayers.get(layer);
    if (known !== undefined) return known;
    let found = false;
    for (const container of layer.values()) if (container !== undefined && inContainer(container)) found = true;
    knownLayers.set(layer, found);
    return found;
  };
  return ({ containers }) => layersOf(containers).some(inLayer);
}
