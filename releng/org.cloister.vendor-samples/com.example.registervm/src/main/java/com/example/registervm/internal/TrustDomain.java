// SPDX-License-Identifier: Apache-2.0
package com.example.registervm.internal;

import com.example.registervm.Mrtd;
import com.example.registervm.TdModule;
import com.example.registervm.TdParams;
import com.example.registervm.TdReport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** The module's side of one trust domain, which never runs: RTMR0 to RTMR3 stay zero. Safe for several threads. */
final class TrustDomain implements TdModule {
    private static final String STATE = "td.state";
    private static final int RTMRS = 4;

    private final TdMachine machine;
    private final Mrtd measured = new Mrtd();
    private BuildState state = BuildState.NEW;
    private TdParams params;
    private Bytes mrtd;

    TrustDomain(TdMachine machine) {
        this.machine = machine;
    }

    @Override
    public synchronized void create(TdParams given) {
        state.require(BuildState.NEW, STATE);
        params = given;
        state = BuildState.BUILDING;
    }

    @Override
    public synchronized void add(long gpa, boolean withContent) {
        state.require(BuildState.BUILDING, STATE);
        GuestMemory memory = machine.memory();
        memory.turn(gpa, GuestMemory.PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        measured.add(gpa);
        if (withContent) {
            measured.extend(gpa, memory.guestView().read(gpa, GuestMemory.PAGE));
        }
    }

    @Override
    public synchronized void finish() {
        state.require(BuildState.BUILDING, STATE);
        mrtd = measured.end();
        state = BuildState.FINISHED;
        machine.seal();
    }

    @Override
    public synchronized boolean finished() {
        return state == BuildState.FINISHED;
    }

    @Override
    public synchronized Bytes mrtd() {
        state.require(BuildState.FINISHED, STATE);
        return mrtd;
    }

    @Override
    public List<Bytes> rtmrs() {
        return Collections.nCopies(RTMRS, Bytes.wrap(new byte[Mrtd.SIZE]));
    }

    @Override
    public synchronized Bytes report(Bytes data) {
        state.require(BuildState.FINISHED, STATE);
        if (data.length() != TdReport.DATA) {
            throw Problem.input("td.report-data", "report data has another length")
                    .found(data.length() + " bytes")
                    .expected(TdReport.DATA)
                    .exception();
        }
        List<Bytes> values = new ArrayList<>(List.of(
                number(params.attributes()),
                number(params.xfam()),
                mrtd,
                params.configId(),
                params.owner(),
                params.ownerConfig()));
        values.addAll(rtmrs());
        return TdReport.of(values, data);
    }

    private static Bytes number(long value) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
