/** What all verbs share: where they print, their common options, how they fail. */
@NullMarked
package dev.triptych.cli.console;

import org.jspecify.annotations.NullMarked;
