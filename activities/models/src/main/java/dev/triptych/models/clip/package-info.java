/** CLIP: text and image towers in the transformers library's layout, tokens, and preprocessing. */
@NullMarked
package dev.triptych.models.clip;

import org.jspecify.annotations.NullMarked;
