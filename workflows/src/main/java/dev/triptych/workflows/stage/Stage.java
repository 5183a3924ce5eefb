package dev.triptych.workflows.stage;

import com.fasterxml.jackson.annotation.JsonValue;

/** The steps whose results are kept, each with the name that the store and the reports use. */
public enum Stage {
  SAMPLE_IDENTITY("sample-identity"),
  RENDER_VIEWS("render-views"),
  EDIT_VIEW("edit-view"),
  ASSEMBLE_DATASET("assemble-dataset"),
  PRETRAIN("pretrain"),
  FINE_TUNE("fine-tune"),
  RENDER_PORTRAIT("render-portrait"),
  EVALUATE("evaluate"),
  TRAIN_PRIOR("train-prior"),
  PACK_PRIORS("pack-priors");

  private final String slug;

  Stage(String slug) {
    this.slug = slug;
  }

  @JsonValue
  public String slug() {
    return slug;
  }
}
