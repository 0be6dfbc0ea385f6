// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import java.util.Arrays;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;

/** Pages that become private, and shared again. */
final class TurnRules {
    private static final int PAGE = GuestMemory.PAGE;
    private static final String ALIGNMENT = ProblemCodes.MEMORY_ALIGNMENT;
    private static final String OUTSIDE = ProblemCodes.MEMORY_OUTSIDE;
    private static final Bytes PLAIN = plain();

    private TurnRules() {}

    static CheckBodies<PlatformSubject> bodies() {
        return new CheckBodies<PlatformSubject>()
                .of("turn", OnMemory.fresh(TurnRules::turned))
                .of("turn.cause-kept", OnMemory.fresh(TurnRules::kept))
                .of("turn.alignment", OnMemory.fresh(TurnRules::alignment))
                .of("turn.outside", OnMemory.fresh(TurnRules::outside))
                .of("turn.creation", OnMemory.fresh(TurnRules::creation))
                .of("turn.hides", OnMemory.fresh(TurnRules::hidden))
                .of("turn.fresh", OnMemory.fresh(TurnRules::fresh));
    }

    private static Bytes plain() {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) 0x5a);
        return Bytes.wrap(page);
    }

    private static String turned(GuestMemory memory, long gpa) {
        memory.turn(gpa + PAGE, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        PageState state = memory.page(gpa + PAGE);
        CheckEnd.require(state.equals(new PageState(Visibility.PRIVATE, Turn.LAUNCH_UPDATE)), "it is " + state);
        for (long other : new long[] {gpa, gpa + 2 * PAGE}) {
            CheckEnd.require(
                    memory.page(other).visibility() == Visibility.SHARED,
                    "the page at 0x" + Long.toHexString(other) + " was turned too");
        }
        return state.toString();
    }

    private static String kept(GuestMemory memory, long gpa) {
        memory.turn(gpa, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        memory.turn(gpa, 2 * PAGE, Visibility.PRIVATE, Turn.PAGE_STATE_CHANGE);
        CheckEnd.require(memory.page(gpa).by() == Turn.LAUNCH_UPDATE, "it has " + memory.page(gpa));
        CheckEnd.require(
                memory.page(gpa + PAGE).by() == Turn.PAGE_STATE_CHANGE, "its neighbour has " + memory.page(gpa + PAGE));
        return "its cause stays";
    }

    private static String alignment(GuestMemory memory, long gpa) {
        long[][] runs = {{gpa + 1, PAGE}, {gpa, PAGE + 1}, {gpa, 0}, {gpa, -PAGE}};
        for (long[] run : runs) {
            OnMemory.refused(
                    ALIGNMENT,
                    run[1] + " bytes at " + run[0],
                    () -> memory.turn(run[0], run[1], Visibility.PRIVATE, Turn.LAUNCH_UPDATE));
        }
        return runs.length + " runs refused";
    }

    private static String outside(GuestMemory memory, long gpa) {
        long end = OnMemory.end(memory);
        OnMemory.refused(
                OUTSIDE,
                "a run over the end",
                () -> memory.turn(end - PAGE, 2 * PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE));
        CheckEnd.require(memory.page(end - PAGE).visibility() == Visibility.SHARED, "the page inside was turned");
        return "refused, and nothing turned";
    }

    private static String creation(GuestMemory memory, long gpa) {
        try {
            memory.turn(gpa, PAGE, Visibility.PRIVATE, Turn.CREATION);
        } catch (CloisterException e) {
            return e.getMessage();
        }
        throw CheckEnd.failed("it was not refused");
    }

    private static Bytes read(GuestMemory memory, long gpa) {
        try {
            return memory.hostView().read(gpa, PAGE);
        } catch (CloisterException e) {
            CheckEnd.require(
                    e.problem().code().equals(ProblemCodes.MEMORY_REFUSED),
                    "refused as " + e.problem().code());
            return Bytes.EMPTY;
        }
    }

    private static String hidden(GuestMemory memory, long gpa) {
        memory.turn(gpa, PAGE, Visibility.PRIVATE, Turn.PAGE_STATE_CHANGE);
        try {
            memory.guestView().write(gpa, PLAIN);
        } catch (CloisterException e) {
            throw CheckEnd.notApplicable("the guest cannot write here before it is launched: " + e.getMessage());
        }
        CheckEnd.require(!read(memory, gpa).equals(PLAIN), "the host reads it while it is private");
        memory.turn(gpa, PAGE, Visibility.SHARED, Turn.PAGE_STATE_CHANGE);
        CheckEnd.require(!read(memory, gpa).equals(PLAIN), "the host reads it when it is shared");
        return "the host never reads it";
    }

    private static String fresh(GuestMemory memory, long gpa) {
        memory.hostView().write(gpa, PLAIN);
        memory.turn(gpa, PAGE, Visibility.PRIVATE, Turn.PAGE_STATE_CHANGE);
        Bytes seen;
        try {
            seen = memory.guestView().read(gpa, PAGE);
        } catch (CloisterException e) {
            throw CheckEnd.notApplicable("nobody can read it here: " + e.getMessage());
        }
        CheckEnd.require(!seen.equals(PLAIN), "the guest reads what the host wrote before");
        return "the guest reads something else";
    }
}
