// SPDX-License-Identifier: Apache-2.0
/** Holds every struct and every number of Linux's interfaces against the kernel's headers. */
package org.cloister.it.kernel;
