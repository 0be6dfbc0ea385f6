// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

/** With QEMU 10. */
class ForeignSev10Test extends ForeignSevTest {
    ForeignSev10Test() {
        super("trixie");
    }
}
