// SPDX-License-Identifier: Apache-2.0
/** Rules, checks of them, and what the checks saw. */
@Version("1.0.0")
package org.cloister.tck.check;

import org.osgi.annotation.versioning.Version;
