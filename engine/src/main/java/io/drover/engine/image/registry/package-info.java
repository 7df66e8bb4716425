/** Talking to OCI registries: login, certificates, manifests, blobs, referrers. */
package io.drover.engine.image.registry;
