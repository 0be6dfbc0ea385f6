// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import java.security.MessageDigest;
import org.cloister.amd.launch.SevDigest;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.api.Bytes;
import org.cloister.api.guest.LaunchPlan;

/**
 * A launch digest that has taken the ranges of a plan and takes one processor after the other, with a result after
 * each.
 */
interface RunningDigest {
    /** Takes one more processor, by what {@link Prefix#measured} made of its page. */
    void add(Bytes measured);

    /** The digest as it stands. */
    Bytes value();

    /** What a launch digest has begun with, from where many processors can be tried. Not for use by several threads. */
    interface Prefix {
        /** Begins again behind the ranges. */
        RunningDigest begin();

        /** What is taken of a page, the same for all processors that begin alike. */
        Bytes measured(Bytes page);
    }

    /** SNP: a chain of page records, so that each processor costs one short hash. */
    final class Snp implements Prefix {
        private final LaunchDigest hasher = new LaunchDigest();
        private final Bytes ranges;

        Snp(LaunchPlan plan) {
            ranges = SnpDigest.of(plan.withoutMeasuredVcpus());
        }

        @Override
        public Bytes measured(Bytes page) {
            return hasher.contents(page);
        }

        @Override
        public RunningDigest begin() {
            LaunchDigest digest = new LaunchDigest(ranges);
            return new RunningDigest() {
                @Override
                public void add(Bytes measured) {
                    digest.extendVmsa(measured);
                }

                @Override
                public Bytes value() {
                    return digest.value();
                }
            };
        }
    }

    /** SEV-ES: one hash over everything, which is copied for each result and goes on. */
    final class Sev implements Prefix {
        private final MessageDigest ranges;

        Sev(LaunchPlan plan) {
            ranges = SevDigest.ofRanges(plan);
        }

        @Override
        public Bytes measured(Bytes page) {
            return page;
        }

        @Override
        public RunningDigest begin() {
            MessageDigest digest = copy(ranges);
            return new RunningDigest() {
                @Override
                public void add(Bytes measured) {
                    measured.digestTo(digest, 0, measured.length());
                }

                @Override
                public Bytes value() {
                    return Bytes.of(copy(digest).digest());
                }
            };
        }

        private static MessageDigest copy(MessageDigest digest) {
            try {
                return (MessageDigest) digest.clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("Java's own SHA-256 can be copied", e);
            }
        }
    }
}
