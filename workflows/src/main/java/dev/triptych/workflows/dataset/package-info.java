/** Algorithm 1 of the paper: from one identity and one style to the few-shot dataset D_s. */
@NullMarked
package dev.triptych.workflows.dataset;

import org.jspecify.annotations.NullMarked;
