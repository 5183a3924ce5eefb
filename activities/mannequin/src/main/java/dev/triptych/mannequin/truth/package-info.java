/** What styled heads really look like, for scoring. */
@NullMarked
package dev.triptych.mannequin.truth;

import org.jspecify.annotations.NullMarked;
