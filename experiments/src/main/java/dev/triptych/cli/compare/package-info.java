/**
 * {@code triptych compare}: portraits of one or several runs side by side, with what chance alone
 * may have done.
 */
@NullMarked
package dev.triptych.cli.compare;

import org.jspecify.annotations.NullMarked;
