package io.jenkins.plugins.drover.seed;

import io.drover.config.model.Configuration;

/**
 * The configuration that the jobs were made of.
 *
 * @param configuration what the three files say
 * @param commit the commit that they are of, 40 hex digits
 */
public record CurrentConfiguration(Configuration configuration, String commit) {}
