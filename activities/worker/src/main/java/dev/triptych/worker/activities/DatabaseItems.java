package dev.triptych.worker.activities;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.i2t.TrainingItems;
import dev.triptych.models.images.Image;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.worker.methods.PortraitGenerator;
import dev.triptych.worker.runs.DatabaseManifest;
import dev.triptych.worker.runs.PageLine;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.dataset.ViewPair;
import java.util.List;

/**
 * Draws views of a database: a style, and then any view of its identities that are trained on.
 * Pages and pictures are read when they are drawn, and no more of them are held than fit.
 */
final class DatabaseItems implements TrainingItems {
  private static final int PAGES = 128; // some 100 kB each
  private static final long PICTURE_BYTES = 256L << 20;

  private final List<Page> pages;
  private final Tensors tensors;
  private final Eg3dGenerator generator;
  private final RecentlyUsed<Page, List<PageLine>> members;
  private final RecentlyUsed<ArtifactRef, Image> pictures;

  DatabaseItems(DatabaseManifest manifest, StepResources resources, Eg3dGenerator generator) {
    this.pages = manifest.pages().stream().filter(page -> page.trained() > 0).toList();
    this.tensors = resources.tensors();
    this.generator = generator;
    this.members = new RecentlyUsed<>(PAGES, page -> 1, page -> trained(resources, page));
    Pictures source = resources.pictures();
    this.pictures = new RecentlyUsed<>(PICTURE_BYTES, DatabaseItems::bytes, source::get);
  }

  private static List<PageLine> trained(StepResources resources, Page page) {
    List<PageLine> trained =
        DatabaseManifest.page(resources.store(), page).stream()
            .filter(line -> !line.member().heldOut())
            .toList();
    trained.forEach(line -> line.data().requireCurrent(line.member().dataset()));
    return trained;
  }

  private static long bytes(Image picture) {
    return 3L * picture.width() * picture.height() * Float.BYTES;
  }

  @Override
  public Item draw(CounterNoise noise, int step, int entry, NDManager scope) {
    Page page = pages.get(noise.at("style").below(pages.size(), step, entry));
    int number = noise.below(page.trained(), step, entry);
    for (PageLine line : members.get(page)) {
      List<ViewPair> pairs = line.data().pairs();
      if (number < pairs.size()) {
        return item(line, pairs.get(number), scope);
      }
      number -= pairs.size();
    }
    throw new IllegalStateException(
        "the page of " + page.style() + " has fewer views than it says");
  }

  private Item item(PageLine line, ViewPair pair, NDManager scope) {
    ViewRendering rendering = new ViewRendering(generator, line.data().angles());
    return new Item(
        line.member().dataset().sha256(),
        new FineTuning.View(rendering.camera(pair.angle()), pictures.get(pair.edited())),
        pictures.get(line.data().frontal().edited()),
        tensors.get(line.data().latent()).read(PortraitGenerator.WS, scope));
  }
}
