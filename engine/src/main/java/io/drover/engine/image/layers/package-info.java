/**
 * Images made without a container engine: each Debian package becomes a layer on the runtime.
 *
 * <p>To read: {@link io.drover.engine.image.layers.LayersBuilder} is the way of an image, {@link
 * io.drover.engine.image.layers.Apt} finds the packages, {@link
 * io.drover.engine.image.layers.MaintainerScripts} says which of them need more than their files,
 * {@link io.drover.engine.image.layers.PackageLayer} makes a layer of one.
 */
package io.drover.engine.image.layers;
