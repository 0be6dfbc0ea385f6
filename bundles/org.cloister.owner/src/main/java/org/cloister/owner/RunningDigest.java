package org.cloister.owner;

import java.security.MessageDigest;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.launch.SevDigest;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.api.Bytes;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.VcpuState;

/** A launch digest that has taken the ranges of a plan and takes one processor after the other, told after each. */
interface RunningDigest {
    /** Takes one more processor. */
    void add(VcpuState vcpu);

    /** The digest as it stands. */
    Bytes value();

    /** What a launch digest has begun with, from where many processors can be tried. */
    interface Prefix {
        /** Begins anew behind the ranges. */
        RunningDigest begin();

        /** The digest of all ranges of an SNP plan. */
        static Prefix snp(LaunchPlan plan) {
            Bytes ranges = SnpDigest.of(withoutVcpus(plan));
            return () -> new Snp(new LaunchDigest(ranges));
        }

        /** The digest of all ranges of an SEV or SEV-ES plan. */
        static Prefix sev(LaunchPlan plan) {
            MessageDigest ranges = SevDigest.ofRanges(plan);
            return () -> new Sev(copy(ranges));
        }

        private static LaunchPlan withoutVcpus(LaunchPlan plan) {
            return new LaunchPlan(
                    plan.type(),
                    plan.memory(),
                    plan.ranges(),
                    plan.vcpus(),
                    false,
                    plan.policy(),
                    plan.profile(),
                    plan.notes());
        }
    }

    /** SNP: a chain of page records, so that each processor costs one short hash. */
    final class Snp implements RunningDigest {
        private final LaunchDigest digest;
        private VcpuState last;
        private Bytes contents;

        Snp(LaunchDigest digest) {
            this.digest = digest;
        }

        @Override
        public void add(VcpuState vcpu) {
            if (last == null || !vcpu.registers().equals(last.registers())) {
                last = vcpu;
                contents = digest.contents(Vmsa.encode(vcpu));
            }
            digest.extendVmsa(contents);
        }

        @Override
        public Bytes value() {
            return digest.value();
        }
    }

    /** SEV-ES: one hash over everything, which is copied to be told and goes on. */
    final class Sev implements RunningDigest {
        private final MessageDigest digest;

        Sev(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void add(VcpuState vcpu) {
            Bytes page = Vmsa.encode(vcpu);
            page.digestTo(digest, 0, page.length());
        }

        @Override
        public Bytes value() {
            return Bytes.of(copy(digest).digest());
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
        }
    }
}
