// SPDX-License-Identifier: Apache-2.0
package com.example.registervm.internal;

import com.example.registervm.RealmMonitor;
import com.example.registervm.RealmParams;
import com.example.registervm.Rim;
import java.util.Collections;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;

/** The monitor's side of one realm, which never runs: REM0 to REM3 stay zero. Safe for several threads. */
final class Realm implements RealmMonitor {
    private static final String STATE = "realm.state";
    private static final int REMS = 4;

    private final RealmMachine machine;
    private BuildState state = BuildState.NEW;
    private Rim rim;

    Realm(RealmMachine machine) {
        this.machine = machine;
    }

    @Override
    public synchronized void create(RealmParams params) {
        state.require(BuildState.NEW, STATE);
        rim = Rim.of(params);
        state = BuildState.BUILDING;
    }

    @Override
    public synchronized void ripas(long base, long top) {
        state.require(BuildState.BUILDING, STATE);
        rim = rim.ripas(base, top);
    }

    @Override
    public synchronized void data(long ipa) {
        state.require(BuildState.BUILDING, STATE);
        GuestMemory memory = machine.memory();
        memory.turn(ipa, Rim.GRANULE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        rim = rim.data(ipa, memory.guestView().read(ipa, Rim.GRANULE));
    }

    @Override
    public synchronized void rec(VcpuState vcpu) {
        state.require(BuildState.BUILDING, STATE);
        rim = rim.rec(vcpu);
    }

    @Override
    public synchronized void activate() {
        state.require(BuildState.BUILDING, STATE);
        state = BuildState.FINISHED;
        machine.seal();
    }

    @Override
    public synchronized boolean active() {
        return state == BuildState.FINISHED;
    }

    @Override
    public synchronized Bytes rim() {
        state.require(BuildState.FINISHED, STATE);
        return rim.value();
    }

    @Override
    public synchronized List<Bytes> rems() {
        return Collections.nCopies(REMS, Bytes.wrap(new byte[rim().length()]));
    }
}
