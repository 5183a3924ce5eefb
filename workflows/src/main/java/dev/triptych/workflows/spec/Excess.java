package dev.triptych.workflows.spec;

import java.io.Serializable;

/**
 * Two settings that do not go together: one is above the other, which limits it. Whoever merged
 * them may know which of the two should give way.
 *
 * @param path dotted path of the field that is too large
 * @param limitPath dotted path of the field that limits it
 */
public record Excess(String path, String limitPath) implements Serializable {}
