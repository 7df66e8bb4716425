/** The {@code drover} command. */
package io.drover.cli;
