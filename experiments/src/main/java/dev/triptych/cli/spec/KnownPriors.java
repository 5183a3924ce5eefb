package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A prior set that a spec may name.
 *
 * @param digest of its manifest
 * @param recommendations spec settings that suit it better than the paper's
 */
public record KnownPriors(String name, String digest, JsonNode recommendations) {}
