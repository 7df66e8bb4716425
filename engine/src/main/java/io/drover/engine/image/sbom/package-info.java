/**
 * What is in an image and where it came from: documents that are attached to it in the registry.
 */
package io.drover.engine.image.sbom;
