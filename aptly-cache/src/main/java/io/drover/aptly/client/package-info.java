/**
 * A client of aptly's REST API, versions 1.5 and 1.6. {@link io.drover.aptly.client.Aptly} is where
 * to begin. Nothing here knows of Drover.
 */
package io.drover.aptly.client;
