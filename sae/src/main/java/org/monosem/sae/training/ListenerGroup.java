package org.monosem.sae.training;

import java.nio.file.Path;
import java.util.List;

/** Tells several listeners, in order. */
record ListenerGroup(List<TrainingListener> members) implements TrainingListener {

  @Override
  public void started(TrainingPlan plan, long step) {
    members.forEach(member -> member.started(plan, step));
  }

  @Override
  public void progressed(TrainingProgress progress) {
    members.forEach(member -> member.progressed(progress));
  }

  @Override
  public void resampled(long step, int features) {
    members.forEach(member -> member.resampled(step, features));
  }

  @Override
  public void checkpointed(long step, Path folder) {
    members.forEach(member -> member.checkpointed(step, folder));
  }
}
