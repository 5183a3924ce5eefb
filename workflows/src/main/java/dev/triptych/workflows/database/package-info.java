/** Databases: few-shot datasets of many styles, and of many identities, for one model. */
@NullMarked
package dev.triptych.workflows.database;

import org.jspecify.annotations.NullMarked;
