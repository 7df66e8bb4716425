package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment.Colour;

/**
 * The colours of a blue/green service at one deployment.
 *
 * @param live what the service's own name leads to
 * @param staged what is deployed now; the live one only when nothing was deployed before
 */
public record Colours(Colour live, Colour staged) {}
