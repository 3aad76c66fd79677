<?php

namespace Workshop\Mails;

use Workshop\MailTemplate;

abstract class RepairFinished implements MailTemplate
{
    private static $type = "repair";
    private static $name = 'Repair finished, to customer';
    private static $subject = 'Your bicycle is ready, {%customer.firstName%}';
    private static $message = <<<MESSAGE
    <p>Hello {%customer.firstName%},</p>
    <p>
        Your bicycle is ready. You can fetch it <b>until 7&nbsp;pm</b> today, or any day this week.
    </p>
    <p>Ring us on {%shop.phone%} if the brakes feel odd: we adjust them while you wait.</p>
    <p>{%mechanic.firstName%} from the workshop</p>
MESSAGE;

    public static function getSubject()
    {
        return self::$subject;
    }

    public static function getMessage()
    {
        return self::$message;
    }
}
