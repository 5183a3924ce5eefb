/** What an experiment is: one tree of records whose defaults are the paper's. */
@NullMarked
package dev.triptych.workflows.spec;

import org.jspecify.annotations.NullMarked;
