package dev.triptych.workflows.database;

/**
 * A style of a database.
 *
 * @param text such as "an elf"
 * @param slug names it within the experiment
 */
public record StyleName(String text, String slug) {}
