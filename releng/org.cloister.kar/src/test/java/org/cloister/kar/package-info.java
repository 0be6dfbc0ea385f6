// SPDX-License-Identifier: Apache-2.0
/** What is made for Apache Karaf, in a Karaf. */
package org.cloister.kar;
