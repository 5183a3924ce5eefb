package dev.triptych.worker.memo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.stage.Renewed;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.Staged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
  private static final JavaType TYPE = Json.type(EditedView.class);
  private static final StageKey KEY =
      StageKey.of(Stage.EDIT_VIEW, 1, Map.of("tau", 0.9, "seed", 7));

  private static final Claimant ELF = new Claimant("elf/a-cell", "run 1", "activity 5", 1);

  @TempDir Path folder;
  private ArtifactStore store;
  private Memo memo;
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeEach
  void open() {
    store = FolderStore.open(folder);
    memo = new Memo(store, NOON);
  }

  private Staged<EditedView> edit() {
    return edit("a picture");
  }

  private Staged<EditedView> edit(String picture) {
    runs.incrementAndGet();
    return Staged.unkeyed(
        Stage.EDIT_VIEW, new EditedView(store.put(picture.getBytes(UTF_8), "image/png")));
  }

  private Staged<?> recall(Memo memo, Supplier<Staged<EditedView>> stage) {
    return memo.recall(KEY, TYPE, ELF, made(stage), () -> {});
  }

  private static Supplier<Made> made(Supplier<Staged<EditedView>> stage) {
    return () -> new Made(stage.get(), "cpu");
  }

  private static ArtifactRef image(Staged<?> staged) {
    return ((EditedView) staged.result()).image();
  }

  @Test
  void returnsTheKeptResultWithItsOriginalTiming() {
    Staged<?> first = recall(memo, this::edit);
    Staged<?> second = recall(new Memo(store, NOON), this::edit);

    assertThat(runs).hasValue(1);
    assertThat(first.stage().cached()).isFalse();
    assertThat(first.stage().key()).isEqualTo(KEY.sha256());
    assertThat(second.stage().cached()).isTrue();
    assertThat(second.stage().seconds()).isEqualTo(first.stage().seconds());
    assertThat(second.stage().outputs()).isEqualTo(first.stage().outputs()).hasSize(1);
    assertThat(second.result()).isEqualTo(first.result());
  }

  @Test
  void keepsTheInputsSoThatKeysCanBeExplained() {
    recall(memo, this::edit);

    KeptStage kept = memo.find(KEY).orElseThrow();

    assertThat(kept.inputs().get("tau").doubleValue()).isEqualTo(0.9);
    assertThat(kept.finishedAt()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(kept.versions()).containsKeys("triptych", "djl", "pytorch", "java");
    assertThat(kept.versions().get("triptych")).doesNotContain("$");
  }

  @Test
  void keepsForWhomAndOnWhatItRan() {
    recall(memo, this::edit);

    Maker maker = memo.find(KEY).orElseThrow().maker();

    assertThat(maker.run()).isEqualTo("elf");
    assertThat(maker.device()).isEqualTo("cpu");
    assertThat(maker.processor()).isNotBlank();
  }

  @Test
  void readsWhatWasKeptBeforeAnybodyNotedForWhomItRan() {
    recall(memo, this::edit);
    String document = new String(store.read(KEY.document()).orElseThrow(), UTF_8);
    store.write(KEY.document(), document.replaceAll(",\"maker\":\\{[^}]*}", "").getBytes(UTF_8));

    assertThat(memo.find(KEY).orElseThrow().maker()).isNull();
    assertThat(recall(memo, this::edit).stage().cached()).isTrue();
  }

  @Test
  void readsWhatALaterVersionNotesBeside() {
    recall(memo, this::edit);
    String document = new String(store.read(KEY.document()).orElseThrow(), UTF_8);
    store.write(KEY.document(), document.replaceFirst("\\{", "{\"colour\":7,").getBytes(UTF_8));

    assertThat(recall(memo, this::edit).stage().cached()).isTrue();
  }

  private Memo ordered(String order) {
    return new Memo(
        store,
        NOON,
        (workflow, execution, stage) ->
            workflow.equals(ELF.workflow()) && stage == Stage.EDIT_VIEW
                ? Optional.of(order)
                : Optional.empty());
  }

  @Test
  void makesAnewOnceForEachOrder() {
    Staged<?> before = recall(memo, this::edit);
    Staged<?> first = recall(ordered("today"), this::edit);
    Staged<?> goesOn = recall(ordered("today"), this::edit); // as after the process was killed
    Staged<?> second = recall(ordered("tomorrow"), this::edit);

    assertThat(runs).hasValue(3);
    assertThat(before.stage().renewed()).isNull();
    assertThat(first.stage().cached()).isFalse();
    assertThat(goesOn.stage().cached()).isTrue();
    assertThat(second.stage().cached()).isFalse();
    assertThat(List.of(first, goesOn, second))
        .extracting(staged -> staged.stage().renewed())
        .containsOnly(Renewed.one(true));
    assertThat(recall(memo, this::edit).stage().renewed()).isNull();
  }

  @Test
  void saysWhichArtefactsCameOutOtherwise() {
    ArtifactRef old = image(recall(memo, this::edit));

    Staged<?> anew = recall(ordered("today"), () -> edit("another picture"));

    assertThat(anew.stage().renewed()).isEqualTo(Renewed.one(false));
    KeptStage kept = memo.find(KEY).orElseThrow();
    assertThat(kept.outputs().get(0).sha256()).isEqualTo(image(anew).sha256());
    assertThat(kept.renewal().former().differing())
        .singleElement()
        .satisfies(output -> assertThat(output.sha256()).isEqualTo(old.sha256()));
  }

  @Test
  void leavesWhatIsKeptWhereTheNewResultIsNotWhole() throws Exception {
    ArtifactRef old = image(recall(memo, this::edit));

    assertThatThrownBy(
            () ->
                recall(
                    ordered("today"),
                    () -> {
                      Staged<EditedView> anew = edit("another picture");
                      spoil(anew.result().image());
                      return anew;
                    }))
        .isInstanceOf(CorruptArtifact.class);

    assertThat(image(recall(memo, this::edit))).isEqualTo(old);
    assertThat(recall(memo, this::edit).stage().cached()).isTrue();
  }

  private void spoil(ArtifactRef ref) {
    try {
      Files.writeString(folder.resolve(ref.key()), "a plcture");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void keysDependOnStageVersionAndInputsAlone() {
    assertThat(StageKey.of(Stage.EDIT_VIEW, 1, Map.of("seed", 7, "tau", 0.9))).isEqualTo(KEY);
    assertThat(StageKey.of(Stage.EDIT_VIEW, 2, Map.of("seed", 7, "tau", 0.9)).sha256())
        .isNotEqualTo(KEY.sha256());
    assertThat(StageKey.of(Stage.EVALUATE, 1, Map.of("seed", 7, "tau", 0.9)).sha256())
        .isNotEqualTo(KEY.sha256());
    assertThat(StageKey.of(Stage.EDIT_VIEW, 1, Map.of("seed", 8, "tau", 0.9)).sha256())
        .isNotEqualTo(KEY.sha256());
  }

  @Test
  void runsAgainWhenAnArtefactIsGone() {
    store.delete(image(recall(memo, this::edit)).key());

    Staged<?> again = recall(memo, this::edit);

    assertThat(runs).hasValue(2);
    assertThat(again.stage().cached()).isFalse();
    assertThat(store.get(image(again))).asString(UTF_8).isEqualTo("a picture");
  }

  @Test
  void runsAgainOnceSomebodyNoticedACorruptArtefact() throws Exception {
    ArtifactRef image = image(recall(memo, this::edit));
    Files.writeString(folder.resolve(image.key()), "a plcture");
    assertThatThrownBy(() -> store.get(image)).isInstanceOf(CorruptArtifact.class);

    recall(memo, this::edit);

    assertThat(runs).hasValue(2);
    assertThat(store.get(image)).asString(UTF_8).isEqualTo("a picture");
  }

  @Test
  void namesTheArtefactsWhoseContentIsNotWhatItWas() throws Exception {
    ArtifactRef image = image(recall(memo, this::edit));
    assertThat(memo.damaged(memo.find(KEY).orElseThrow())).isEmpty();
    Files.writeString(folder.resolve(image.key()), "a plcture");

    assertThat(memo.damaged(memo.find(KEY).orElseThrow()))
        .singleElement()
        .satisfies(output -> assertThat(output.name()).isEqualTo("edited"));
  }

  @Test
  void runsAgainWhenTheDocumentIsUnreadable() {
    recall(memo, this::edit);
    store.write(KEY.document(), "{\"stage\":".getBytes(UTF_8));

    assertThat(recall(memo, this::edit).stage().cached()).isFalse();
    assertThat(recall(memo, this::edit).stage().cached()).isTrue();
  }

  @Test
  void keepsNothingOfAStageThatFails() {
    assertThatThrownBy(
            () ->
                recall(
                    memo,
                    () -> {
                      throw new IllegalStateException("no luck");
                    }))
        .hasMessage("no luck");

    assertThat(memo.find(KEY)).isEmpty();
    assertThat(recall(memo, this::edit).stage().cached()).isFalse();
  }

  @Test
  void runsEqualKeysOnceWhenTheyComeTogether() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Staged<?>> first =
        CompletableFuture.supplyAsync(
            () ->
                recall(
                    memo,
                    () -> {
                      inside.countDown();
                      await(go);
                      return edit();
                    }));
    await(inside);
    CompletableFuture<Staged<?>> second =
        CompletableFuture.supplyAsync(() -> recall(memo, this::edit));
    go.countDown();

    assertThat(second.get().result()).isEqualTo(first.get().result());
    assertThat(runs).hasValue(1);
    assertThat(first.get().stage().cached()).isFalse();
    assertThat(second.get().stage().cached()).isTrue();
  }

  @Test
  void trainsOnceInTwoProcessesThatShareAStore() throws Exception {
    Claimant clown = new Claimant("clown", "run 2", "activity 5", 1);
    FakeScheduler scheduler = new FakeScheduler();
    Memo here = new Memo(store, NOON, Orders.NONE, scheduler);
    Memo there = new Memo(store, NOON, Orders.NONE, scheduler);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Staged<?>> first =
        CompletableFuture.supplyAsync(
            () ->
                here.recallClaimed(
                    KEY,
                    TYPE,
                    ELF,
                    made(
                        () -> {
                          inside.countDown();
                          await(go);
                          return edit();
                        }),
                    () -> {}));
    await(inside);

    Staged<?> second =
        there.recallClaimed(
            KEY,
            TYPE,
            clown,
            made(this::edit),
            () -> {
              go.countDown(); // it waits, so the first may end
              first.join();
            });

    assertThat(runs).hasValue(1);
    assertThat(second.result()).isEqualTo(first.get().result());
    assertThat(second.stage().cached()).isTrue();
    assertThat(store.list("claims/")).isEmpty();
  }

  @Test
  void removesTheProgressOfAnAttemptThatDiedWhenItsResultWasKept() {
    recall(memo, this::edit);
    String progress = progress();

    train(1, this::edit);
    assertThat(store.list("checkpoints/")).containsExactly(progress); // its owner may go on

    train(2, this::edit);
    assertThat(store.list("checkpoints/")).isEmpty();
    assertThat(runs).hasValue(1);
  }

  @Test
  void removesWhatWasWrittenAfterAnotherProcessHadEnded() {
    Supplier<Staged<EditedView>> tooLate =
        () -> {
          recall(new Memo(store, NOON), this::edit); // elsewhere, while this one stood still
          progress();
          throw new IllegalStateException("the activity was given to another");
        };

    assertThatThrownBy(() -> train(1, tooLate)).hasMessage("the activity was given to another");
    assertThat(store.list("checkpoints/")).isEmpty();
  }

  private String progress() {
    String name = StoreLayout.checkpoints(KEY.stage(), KEY.sha256()) + "step-000004.safetensors";
    store.write(name, new byte[] {1});
    return name;
  }

  private void train(int attempt, Supplier<Staged<EditedView>> stage) {
    Claimant who = new Claimant("elf", "run 1", "activity 5", attempt);
    memo.recallClaimed(KEY, TYPE, who, made(stage), () -> {});
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
