/** JSON as payloads, stage records and the journal share it, and its canonical form. */
@NullMarked
package dev.triptych.worker.json;

import org.jspecify.annotations.NullMarked;
