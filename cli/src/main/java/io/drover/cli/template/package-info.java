/** Texts that are filled in: for commands that write files. */
package io.drover.cli.template;
