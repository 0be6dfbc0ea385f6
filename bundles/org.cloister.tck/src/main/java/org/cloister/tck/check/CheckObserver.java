// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import org.osgi.annotation.versioning.ConsumerType;

/** Told how a run goes on, so that somebody knows what was going on when the process ended. */
@ConsumerType
public interface CheckObserver {
    /** Takes no notice. */
    CheckObserver SILENT = new CheckObserver() {
        @Override
        public void begun(ContractRule rule) {}

        @Override
        public void ended(CheckResult result) {}
    };

    /** A check begins. */
    void begun(ContractRule rule);

    /** A check has ended. */
    void ended(CheckResult result);
}
