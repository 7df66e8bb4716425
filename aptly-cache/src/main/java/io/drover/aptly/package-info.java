/**
 * Publishing of Debian packages through aptly's REST API.
 *
 * <p>{@link io.drover.aptly.PackageRepository} is what callers use: it publishes the packages of a
 * component, reads them back as apt would, and finds them again. {@link
 * io.drover.aptly.AptlyClient} is the thin client under it, {@link
 * io.drover.aptly.AptlyConfiguration} what a server of one's own needs. Nothing here starts a
 * process.
 */
package io.drover.aptly;
