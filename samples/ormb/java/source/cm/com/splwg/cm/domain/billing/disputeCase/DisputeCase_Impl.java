package com.splwg.cm.domain.billing.disputeCase;

/**
 * A customer's claim that (a part of) a completed bill is wrong, with its log.
 *
 * @author DMbeki
 *
@BusinessEntity (tableName = CM_DISPUTE_CASE,
 *      oneToManyCollections = { @Child (collectionName = logs, childTableName = CM_DISPUTE_CASE_LOG,
 *                  orderByColumnNames = { "SEQNO" } ) })
 */
public class DisputeCase_Impl extends DisputeCase_Gen {

}
