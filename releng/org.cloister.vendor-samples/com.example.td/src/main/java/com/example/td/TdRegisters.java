// SPDX-License-Identifier: Apache-2.0
package com.example.td;

import com.example.registervm.Mrtd;
import com.example.registervm.TdParams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.MeasuredRegister.Source;
import org.cloister.api.guest.Measurement;

/** The registers of a trust domain, in the order of its reports. */
final class TdRegisters {
    /** RTMR0 to RTMR3 when the guest begins. */
    static final List<Bytes> UNTOUCHED = Collections.nCopies(4, Bytes.wrap(new byte[Mrtd.SIZE]));

    private TdRegisters() {}

    static Measurement of(Bytes mrtd, List<Bytes> rtmrs, TdParams params, Measurement.Source source) {
        List<MeasuredRegister> registers = new ArrayList<>();
        registers.add(new MeasuredRegister("MRTD", Mrtd.ALGORITHM, mrtd, Source.valueOf(source.name()), false));
        registers.add(said("MRCONFIGID", params.configId()));
        registers.add(said("MROWNER", params.owner()));
        registers.add(said("MROWNERCONFIG", params.ownerConfig()));
        for (int i = 0; i < rtmrs.size(); i++) {
            registers.add(new MeasuredRegister("RTMR" + i, Mrtd.ALGORITHM, rtmrs.get(i), Source.GUEST, true));
        }
        return Measurement.of(Mrtd.ALGORITHM, mrtd, source).with(registers);
    }

    /** What the host says and the module repeats: no hash was made of it. */
    private static MeasuredRegister said(String name, Bytes value) {
        return new MeasuredRegister(name, "", value, Source.HOST, false);
    }
}
