package io.drover.seedjobs.item;

import java.util.Optional;

/**
 * The folder of a project.
 *
 * @param name the project's name
 * @param description what it is, as plain text
 * @param library the shared library for the jobs in it
 */
public record Folder(String name, String description, Optional<Library> library) {}
