/** How launches go: what is left of them, shown on the console and kept in the store. */
@NullMarked
package dev.triptych.cli.progress;

import org.jspecify.annotations.NullMarked;
