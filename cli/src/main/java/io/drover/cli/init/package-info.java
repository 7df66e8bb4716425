/**
 * {@code drover init}: the three files, and a first component, for a new or an existing project.
 */
package io.drover.cli.init;
