/** What is wrong with a JSON text, for people. */
@NullMarked
package dev.triptych.models.json;

import org.jspecify.annotations.NullMarked;
