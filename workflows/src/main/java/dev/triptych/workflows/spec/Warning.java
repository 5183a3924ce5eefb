package dev.triptych.workflows.spec;

/**
 * Something about a spec that is allowed and hardly meant.
 *
 * @param path dotted path of the field
 * @param message what is so, with the path
 * @param cut the text that has no effect
 */
public record Warning(String path, String message, String cut) {}
