package io.larder.storage.memory;

import io.larder.storage.Commit;
import io.larder.storage.RequestId;
import io.larder.storage.Store;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to batches that bore a request id, kept for {@link Store#REQUEST_WINDOW}. Guarded by
 * the writer lock.
 */
final class Answers {

  private record Answer(Commit commit, long givenAt) {}

  /** Oldest first. */
  private final Map<RequestId, Answer> answers = new LinkedHashMap<>();

  @Nullable Commit find(RequestId request, long nowMillis) {
    forgetOld(nowMillis);
    Answer answer = answers.get(request);
    return answer == null ? null : answer.commit();
  }

  void keep(RequestId request, Commit commit, long nowMillis) {
    answers.putIfAbsent(request, new Answer(commit, nowMillis));
  }

  void forgetOld(long nowMillis) {
    long oldest = nowMillis - Store.REQUEST_WINDOW.toMillis();
    Iterator<Answer> ages = answers.values().iterator();
    while (ages.hasNext() && ages.next().givenAt() <= oldest) {
      ages.remove();
    }
  }
}
