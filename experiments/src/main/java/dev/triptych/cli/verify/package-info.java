/** {@code verify}: digests of what a run refers to, and steps made once more. */
@NullMarked
package dev.triptych.cli.verify;

import org.jspecify.annotations.NullMarked;
