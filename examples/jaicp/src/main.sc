require: slotfilling/slotFilling.sc
  module = sys.zb-common
require: delivery.sc

# Мебельный магазин: чат на сайте
theme: /

    state: Start || sessionResult = "Начало", sessionResultColor = "#143AD1"
        q!: $regex</start>
        a: Здравствуйте! 👋 Это помощник мебельного магазина. || htmlEnabled = true, html = "<b>Здравствуйте!</b> Это помощник мебельного магазина."
        go!: /Menu

    state: Menu
        intent!: /меню
        random:
            a: Чем я могу вам помочь?
            a: Что вас интересует?
        buttons:
            "Где мой заказ?" -> /Delivery
            "Вернуть покупку" -> /Return
            "Оператор" -> /Operator
        buttons:
            {text: "Открыть каталог", url: "https://shop.example/katalog"}

    state: Return
        q!: * (вернуть/возврат) *
        a: Вернуть мебель можно в течение 14 дней.
            Курьер заберёт её бесплатно.
        Confirmation:
            prompt = Оформить возврат?
            agreeState = ./Number
            disagreeState = /Menu
            useButtons = true
            agreeButton = Да, оформить
            disagreeButton = Нет, спасибо

        state: Number
            InputNumber:
                prompt = Напишите, пожалуйста, номер заказа.
                varName = order
                failureMessage = ["Номер состоит только из цифр, он есть в письме \"Ваш заказ\"."]
                minValue = 1
                maxValue = 999999
                then = /Return/Done

        state: Done
            script:
                $session.returned = true; // a note for the staff
            if: $session.paid
                a: Деньги за заказ {{$session.order}} вернутся на карту за три рабочих дня.
            else:
                a: Готово, возврат {{ $session.order }} оформлен.
            a: Могу ли я помочь чем-то ещё?
            buttons:
                "Спасибо"

    state: Thanks
        q!: (спасибо/благодарю)
        a: Пожалуйста! Хорошего вам дня.
        EndSession:
            actions = {}

    state: Operator
        intent!: /оператор
        TransferToOperator:
            titleOfCloseButton = Вернуться к боту
            messageBeforeTransfer = Соединяю вас с консультантом, это займёт до двух минут.
            messageBeforeTransferHtml = <b>Соединяю вас с консультантом</b>
            ignoreOffline = false
            messageForWaitingOperator = Спасибо, что ждёте. Консультант уже читает вашу переписку.
            noOperatorsOnlineState = ./Closed
            dialogCompletedState = /Menu
            sendMessageHistoryAmount = 5

        state: Closed
            a: Консультанты отвечают с 9 до 21 часа. Оставьте номер, и мы позвоним завтра утром.

    state: NoMatch
        event!: noMatch
        script:
            $temp.tries = ($session.tries || 0) + 1;
            if ($temp.tries > 2) {
                $reactions.answer("Давайте я позову консультанта.");
                $reactions.transition("/Operator");
            }
        a: Простите, я не понял вопрос. Напишите его, пожалуйста, другими словами.
