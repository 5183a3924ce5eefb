/** Reads experiment specs from YAML and reports everything that is wrong with them at once. */
@NullMarked
package dev.triptych.cli.spec;

import org.jspecify.annotations.NullMarked;
