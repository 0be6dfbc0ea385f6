// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Map;
import java.util.TreeMap;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.machine.PageStateChanges.Validation;

/**
 * What is known of a machine for SEV-SNP, to say beforehand what each command answers. Answers are {@code done},
 * {@code 22/-1} for errno and firmware status, or the code of a problem.
 */
final class ModelGuest {
    static final String DONE = "done";

    private static final Bytes EMPTY = Bytes.of(new byte[4096]);
    private static final Bytes VMSA = Vmsa.encode(VcpuState.of(0, Map.of("sev_features", 1L)));

    enum State {
        CREATED,
        INITIALISED,
        LAUNCHING,
        RUNNING,
        CLOSED
    }

    /** A page: shared, private alone, or the guest's. */
    private enum Page {
        SHARED,
        PRIVATE,
        OWNED,
        /** It was the guest's, who took its validation back. */
        RESCINDED
    }

    private final Map<Integer, Page> pages = new TreeMap<>();
    private State state = State.CREATED;
    private LaunchDigest digest = new LaunchDigest();

    State state() {
        return state;
    }

    Bytes digest() {
        return digest.value();
    }

    String init() {
        return switch (state) {
            case CREATED -> DONE;
            case CLOSED -> "9/-1";
            default -> "1/-1";
        };
    }

    void initialised() {
        state = State.INITIALISED;
    }

    /** @param refusal what is wrong with the command; empty for nothing */
    String start(String refusal) {
        String answer = before(State.INITIALISED, "25/-1", "22/-1");
        if (answer.equals(DONE) && !refusal.isEmpty()) {
            return refusal;
        }
        if (answer.equals(DONE)) {
            state = State.LAUNCHING;
        }
        return answer;
    }

    String update(int page, SnpPageType type) {
        if (state != State.LAUNCHING && state != State.RUNNING) {
            return state == State.CLOSED ? "9/-1" : "22/-1";
        }
        if (type == SnpPageType.VMSA) {
            return "22/-1";
        }
        switch (page(page)) {
            case SHARED, OWNED, RESCINDED -> {
                return "5/0";
            }
            default -> {}
        }
        if (state == State.RUNNING) {
            return "5/2";
        }
        pages.put(page, Page.OWNED);
        digest.extend(type, page * 4096L, EMPTY);
        return DONE;
    }

    /** @param refusal what is wrong with the command; empty for nothing */
    String finish(String refusal) {
        if (state == State.RUNNING) {
            return refusal.startsWith("22") ? refusal : "5/2";
        }
        String answer = before(State.LAUNCHING, "25/-1", "22/-1");
        if (answer.equals(DONE) && !refusal.isEmpty()) {
            if (refusal.startsWith("5")) {
                digest.extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, VMSA);
            }
            return refusal;
        }
        if (answer.equals(DONE)) {
            digest.extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, VMSA);
            state = State.RUNNING;
        }
        return answer;
    }

    String turn(int page, boolean toPrivate) {
        if (state == State.CLOSED) {
            return "memory.closed";
        }
        if (toPrivate) {
            pages.merge(page, Page.PRIVATE, (old, now) -> old == Page.SHARED ? now : old);
        } else {
            pages.remove(page);
        }
        return DONE;
    }

    String map(int page, boolean toPrivate) {
        return running().equals(DONE) ? turn(page, toPrivate) : running();
    }

    String validate(int page, boolean validated) {
        if (!running().equals(DONE)) {
            return running();
        }
        Page now = page(page);
        if (now == Page.SHARED) {
            return "memory.refused";
        }
        if ((now == Page.OWNED) == validated) {
            return Validation.UNCHANGED.name();
        }
        pages.put(page, validated ? Page.OWNED : Page.RESCINDED);
        return Validation.CHANGED.name();
    }

    /** What the host gets that writes to a page. */
    String hostWrite(int page) {
        return state == State.CLOSED ? "memory.closed" : page(page) == Page.SHARED ? DONE : "memory.refused";
    }

    void close() {
        state = State.CLOSED;
    }

    private Page page(int page) {
        return pages.getOrDefault(page, Page.SHARED);
    }

    private String running() {
        return switch (state) {
            case RUNNING -> DONE;
            case CLOSED -> "memory.closed";
            default -> "guest.state";
        };
    }

    private String before(State expected, String created, String other) {
        if (state == expected) {
            return DONE;
        }
        return state == State.CLOSED ? "9/-1" : state == State.CREATED ? created : other;
    }
}
