// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * A machine for SEV-SNP in one of the states of its tables: two pages are private, and one of these is the guest's once
 * pages were added.
 */
final class SnpBench implements AutoCloseable {
    /** A private page that nothing was put into. */
    static final long FREE = 0x1000;

    static final long SECRETS = 0x4000;
    private static final long SHARED = 0x8000;
    static final int PAGES_ADDED = 3;

    final LaunchFixture launch;
    final GuestRequests requests;
    private final SoftProcessor processor;
    private final long source;
    private final CallerMemory caller = new CallerMemory();
    private final MachineCall machine;
    private final int state;

    /**
     * A machine in a state.
     *
     * @param state 0 created, 1 initialised, 2 launch started, 3 pages added, 4 running, 5 closed
     */
    SnpBench(SoftProcessor processor, int state) {
        this(processor, state, LaunchFixture.POLICY);
    }

    /** The same of a guest with another policy. */
    SnpBench(SoftProcessor processor, int state, long policy) {
        this.processor = processor;
        this.state = state;
        launch = new LaunchFixture(processor, 1);
        machine = new MachineCall(launch.machine, caller);
        requests = launch.machine.adapt(GuestRequests.class).orElseThrow();
        launch.turn(FREE, LaunchFixture.PAGE);
        launch.turn(SECRETS, LaunchFixture.PAGE);
        source = launch.address(SHARED);
        List<Runnable> way = List.of(
                () -> launch.channel.execute(LaunchFixture.INIT),
                () -> launch.channel.execute(LaunchFixture.startWith(policy)),
                () -> launch.channel.execute(launch.update(SnpPageType.SECRETS, SECRETS, LaunchFixture.PAGE)),
                () -> launch.channel.execute(LaunchFixture.FINISH),
                launch::close);
        way.subList(0, state).forEach(Runnable::run);
    }

    /** The host's address of a page of zeros. */
    long source() {
        return source;
    }

    /**
     * Errno and firmware status of a command that is given as bytes; the firmware was not asked when the latter is -1.
     */
    List<Integer> call(SevCommand<?> command) {
        SevCodec.Encoded encoded = SevCodec.encode(command, caller);
        return call(encoded.id(), encoded.struct());
    }

    List<Integer> call(int id, Bytes struct) {
        return machine.call(id, struct.length() == 0 ? 0 : caller.place(struct));
    }

    /** Where a command finds a content. */
    long place(byte[] content) {
        return caller.place(Bytes.of(content));
    }

    /** A guest's message key, as it lies in the secrets page; zeros before that page was put in. */
    byte[] messageKey(int level) {
        boolean there = state == PAGES_ADDED || state == PAGES_ADDED + 1;
        return there ? launch.guestView(SECRETS).slice(0x20 * (level + 1), 0x20).toArray() : new byte[0x20];
    }

    /** Whatever a command to the platform leaves as it is. */
    String guest() {
        String digest = state >= 2 && state <= 4 ? launch.digest().hex() : "none";
        return digest + " " + List.of(processor.asids(), processor.guests(), processor.machines(), processor.pages());
    }

    /** Whatever a command could have changed. */
    String situation() {
        return guest() + " " + processor.commands().execute(new GetSnpPlatformStatus());
    }

    @Override
    public void close() {
        launch.close();
    }
}
